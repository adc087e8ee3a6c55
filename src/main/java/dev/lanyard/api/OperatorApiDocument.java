package dev.lanyard.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.jboss.jandex.IndexView;

/** The operator's OpenAPI document, which the management port serves; see {@link ApiDocument}. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD, documentNames = OperatorApiDocument.DOCUMENT)
public class OperatorApiDocument implements OASFilter {
    /** As the configuration names it: {@code quarkus.smallrye-openapi.operator.…}. */
    static final String DOCUMENT = "operator";

    private final IndexView index;

    /** The framework hands it the index of the application's classes. */
    public OperatorApiDocument(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        DocumentTree tree = DocumentTree.of(api);
        new DocumentCompletion(index, DocumentAudience.OPERATOR).complete(tree.root());
        tree.store(api);
    }
}
