package dev.lanyard.problem;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Broken Bean Validation constraints, told by the names that stand in the request. */
final class Violations {
    private Violations() {}

    /** Empty when an answer of ours broke the constraint: that is no fault of the caller's. */
    static Optional<ProblemException> problem(ConstraintViolationException failure) {
        List<ProblemException.FieldError> errors =
                failure.getConstraintViolations().stream()
                        .filter(violation -> !isAnswer(violation))
                        .map(Violations::error)
                        .sorted(
                                Comparator.comparing(ProblemException.FieldError::field)
                                        .thenComparing(ProblemException.FieldError::message))
                        .toList();
        return errors.isEmpty() ? Optional.empty() : Optional.of(ProblemException.invalid(errors));
    }

    private static boolean isAnswer(ConstraintViolation<?> violation) {
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.RETURN_VALUE) {
                return true;
            }
        }
        return false;
    }

    private static ProblemException.FieldError error(ConstraintViolation<?> violation) {
        StringBuilder field = new StringBuilder();
        String parameter = "body";
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.PARAMETER) {
                parameter = JsonNames.snakeCase(node.getName());
            } else if (node.getKind() == ElementKind.PROPERTY) {
                append(field, node);
            } else if (node.getKind() == ElementKind.CONTAINER_ELEMENT) {
                index(field, node);
            }
        }
        return new ProblemException.FieldError(
                field.isEmpty() ? parameter : field.toString(), violation.getMessage());
    }

    private static void append(StringBuilder field, Path.Node node) {
        index(field, node);
        field.append(field.isEmpty() ? "" : ".").append(JsonNames.snakeCase(node.getName()));
    }

    private static void index(StringBuilder field, Path.Node node) {
        if (node.getIndex() != null) {
            field.append('[').append(node.getIndex()).append(']');
        }
    }
}
