package dev.lanyard.rig;

import dev.lanyard.sandbox.SandboxClient;

/** Replicas and their provider, as a tenant meets them. */
public interface Deployment {

    /**
     * @param number from 1
     */
    Replica replica(int number);

    SandboxClient provider();

    /** The operator's API, at the first replica. */
    default Api operator() {
        return new Api(replica(1).url(), Settings.ADMIN_TOKEN);
    }
}
