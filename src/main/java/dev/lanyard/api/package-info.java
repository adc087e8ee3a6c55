/**
 * The conventions of the JSON API: lists, strict JSON, parameters, the OpenAPI document. May call
 * {@code http} and {@code problem}.
 */
package dev.lanyard.api;
