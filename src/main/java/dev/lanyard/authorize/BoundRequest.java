package dev.lanyard.authorize;

import dev.lanyard.authorize.session.AuthorizationRequest;

/**
 * A request in the browser that began it.
 *
 * @param browserSecret from the request's cookie
 */
record BoundRequest(AuthorizationRequest request, String browserSecret) {

    @Override
    public String toString() {
        return "BoundRequest[" + request.id() + "]";
    }
}
