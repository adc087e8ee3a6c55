package dev.lanyard.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Set;

/**
 * Strict validation of manifests, without a cluster: one model finds missing fields, the other
 * wrong types, both unknown fields. Two custom resources have no model; their fields are listed.
 */
final class Schemas {
    private static final Map<String, Class<?>> OPENAPI =
            Map.of(
                    "v1/ConfigMap", V1ConfigMap.class,
                    "v1/Secret", V1Secret.class,
                    "v1/Service", V1Service.class,
                    "v1/ServiceAccount", V1ServiceAccount.class,
                    "apps/v1/Deployment", V1Deployment.class,
                    "batch/v1/Job", V1Job.class,
                    "autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class,
                    "networking.k8s.io/v1/Ingress", V1Ingress.class,
                    "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy.class,
                    "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget.class);
    private static final Map<String, Class<?>> TYPED =
            Map.ofEntries(
                    Map.entry("v1/ConfigMap", ConfigMap.class),
                    Map.entry("v1/Secret", Secret.class),
                    Map.entry("v1/Service", Service.class),
                    Map.entry("v1/ServiceAccount", ServiceAccount.class),
                    Map.entry("apps/v1/Deployment", Deployment.class),
                    Map.entry("batch/v1/Job", Job.class),
                    Map.entry(
                            "autoscaling/v2/HorizontalPodAutoscaler",
                            HorizontalPodAutoscaler.class),
                    Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
                    Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
                    Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
                    Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
                    Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class));
    private static final Map<String, Set<String>> LISTED =
            Map.of(
                    "external-secrets.io/v1/ExternalSecret",
                    Set.of("refreshInterval", "secretStoreRef", "target", "data"),
                    "postgresql.cnpg.io/v1/Cluster",
                    Set.of(
                            "instances",
                            "imageName",
                            "postgresql",
                            "bootstrap",
                            "storage",
                            "walStorage",
                            "affinity",
                            "resources",
                            "monitoring"));

    private static final ObjectMapper STRICT =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .annotationIntrospector(
                            new JacksonAnnotationIntrospector() {
                                private static final long serialVersionUID = 1;

                                /** The models keep what they do not know; here it is an error. */
                                @Override
                                public Boolean hasAnySetter(Annotated member) {
                                    return false;
                                }
                            })
                    .build();

    private Schemas() {}

    /** Throws for an object that a strict API server would refuse. */
    static void validate(ObjectNode object) {
        String type = object.path("apiVersion").asText() + "/" + object.path("kind").asText();
        if (LISTED.containsKey(type)) {
            listed(type, object);
            return;
        }
        if (!TYPED.containsKey(type)) {
            throw new IllegalArgumentException("no model of " + type);
        }
        typed(TYPED.get(type), object);
        if (OPENAPI.containsKey(type)) {
            openApi(OPENAPI.get(type), object);
        }
    }

    private static void typed(Class<?> model, ObjectNode object) {
        try {
            STRICT.treeToValue(object, model);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    private static void openApi(Class<?> model, ObjectNode object) {
        try {
            model.getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(object.toString()));
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void listed(String type, ObjectNode object) {
        object.path("spec")
                .fieldNames()
                .forEachRemaining(
                        field -> {
                            if (!LISTED.get(type).contains(field)) {
                                throw new IllegalArgumentException(type + " has no " + field);
                            }
                        });
    }
}
