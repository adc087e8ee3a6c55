package dev.lanyard.authorize.session;

/**
 * A request in the browser that began it.
 *
 * @param browserSecret from the request's cookie
 */
public record BoundRequest(AuthorizationRequest request, String browserSecret) {

    @Override
    public String toString() {
        return "BoundRequest[" + request.id() + "]";
    }
}
