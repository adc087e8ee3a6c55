package dev.lanyard.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.jboss.jandex.IndexView;

/**
 * The tenants' OpenAPI document: what annotations say, completed while the application is built by
 * what the code holds (who may call, which fields may be null) and by the words of {@code
 * api-document.yaml}.
 */
@OpenApiFilter(
        stages = OpenApiFilter.RunStage.BUILD,
        documentNames = OpenApiFilter.DEFAULT_DOCUMENT_NAME)
public class ApiDocument implements OASFilter {
    private final IndexView index;

    /** The framework hands it the index of the application's classes. */
    public ApiDocument(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        DocumentTree tree = DocumentTree.of(api);
        new DocumentCompletion(index, DocumentAudience.TENANT).complete(tree.root());
        tree.store(api);
    }
}
