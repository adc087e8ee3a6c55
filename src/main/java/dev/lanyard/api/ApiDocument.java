package dev.lanyard.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Completes the OpenAPI document, while the application is built, by what holds for every call and
 * no annotation says: who may call, how failures look, and that a POST to a collection answers 201.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDocument implements OASFilter {
    private static final String TENANT = "api_key";
    private static final String OPERATOR = "operator_token";
    private static final String PROBLEM = "Problem";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        keepOnlyTheApi(api.getPaths());
        api.getPaths().getPathItems().forEach((path, item) -> complete(api.getPaths(), path, item));
        api.getComponents()
                .addSecurityScheme(TENANT, bearer("A tenant's API key."))
                .addSecurityScheme(OPERATOR, bearer("LANYARD_ADMIN_TOKEN."))
                .addSchema(PROBLEM, problem())
                .addResponse(PROBLEM, problemResponse());
    }

    /** Enum constants are lower case on the wire. */
    @Override
    public Schema filterSchema(Schema schema) {
        if (schema.getEnumeration() != null) {
            schema.setEnumeration(
                    schema.getEnumeration().stream()
                            .map(value -> (Object) value.toString().toLowerCase(Locale.ROOT))
                            .toList());
        }
        return schema;
    }

    @Override
    public Parameter filterParameter(Parameter parameter) {
        if ("limit".equals(parameter.getName())) {
            parameter.setSchema(number(1, 200, 50));
        } else if ("min_ttl".equals(parameter.getName())) {
            parameter.setSchema(number(0, 3600, 60));
        }
        return parameter;
    }

    private static Schema number(int least, int most, int usual) {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .minimum(BigDecimal.valueOf(least))
                .maximum(BigDecimal.valueOf(most))
                .defaultValue(usual);
    }

    /** Pages for browsers are no API. */
    private static void keepOnlyTheApi(Paths paths) {
        new ArrayList<>(paths.getPathItems().keySet())
                .stream()
                        .filter(path -> !path.startsWith("/v1/") && !isOperators(path))
                        .forEach(paths::removePathItem);
    }

    private static boolean isOperators(String path) {
        return path.startsWith("/admin/v1/");
    }

    private static void complete(Paths paths, String path, PathItem item) {
        item.getOperations().values().forEach(operation -> complete(path, operation));
        if (item.getPOST() != null && isCollection(paths, path)) {
            created(item.getPOST());
        }
    }

    private static void complete(String path, Operation operation) {
        operation.setSecurity(
                List.of(
                        OASFactory.createSecurityRequirement()
                                .addScheme(isOperators(path) ? OPERATOR : TENANT)));
        operation.getResponses().removeAPIResponse("400");
        operation
                .getResponses()
                .addAPIResponse("default", OASFactory.createAPIResponse().ref(PROBLEM));
    }

    private static boolean isCollection(Paths paths, String path) {
        return paths.getPathItems().keySet().stream()
                .anyMatch(
                        other ->
                                other.startsWith(path + "/{")
                                        && other.indexOf('/', path.length() + 1) < 0);
    }

    private static void created(Operation operation) {
        APIResponse response = operation.getResponses().getAPIResponse("200");
        if (response != null) {
            operation.getResponses().removeAPIResponse("200");
            operation.getResponses().addAPIResponse("201", response.description("Created"));
        }
    }

    private static SecurityScheme bearer(String description) {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description(description);
    }

    private static APIResponse problemResponse() {
        return OASFactory.createAPIResponse()
                .description("A problem (RFC 9457). Its code is stable; see /docs/problems.")
                .content(
                        OASFactory.createContent()
                                .addMediaType(
                                        "application/problem+json",
                                        OASFactory.createMediaType()
                                                .schema(OASFactory.createSchema().ref(PROBLEM))));
    }

    private static Schema problem() {
        Schema error = object(Map.of("field", text(), "message", text()));
        Schema errors = OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(error);
        Schema status = OASFactory.createSchema().addType(Schema.SchemaType.INTEGER);
        return object(
                        Map.of(
                                "type", text(),
                                "title", text(),
                                "status", status,
                                "detail", text(),
                                "code", text(),
                                "errors", errors))
                .required(List.of("type", "title", "status", "detail", "code"));
    }

    private static Schema object(Map<String, Schema> properties) {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .properties(new TreeMap<>(properties));
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
