package dev.lanyard.authorize;

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
