package dev.lanyard.support;

import io.vertx.core.json.Json;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Has Vert.x find its JSON codec before any test: what runs without Quarkus runs after what does,
 * and would look for it by the class loader of an application that has been stopped.
 */
public class VertxJson implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Thread thread = Thread.currentThread();
        ClassLoader former = thread.getContextClassLoader();
        thread.setContextClassLoader(VertxJson.class.getClassLoader());
        try {
            Json.encode(0);
        } finally {
            thread.setContextClassLoader(former);
        }
    }
}
