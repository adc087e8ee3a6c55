/**
 * Failures told to people and programs, in one place: a {@link
 * dev.lanyard.problem.ProblemException} becomes an RFC 9457 document for the API and a page for
 * browsers; what nobody foresaw becomes an incident id and nothing else. May call {@code http} and
 * {@code id}.
 */
package dev.lanyard.problem;
