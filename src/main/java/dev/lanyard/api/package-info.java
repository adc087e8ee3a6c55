/**
 * The conventions of the JSON API: lists, strict JSON, parameters, the OpenAPI documents. May call
 * {@code http}, {@code problem}, {@code id} and {@code config}.
 */
package dev.lanyard.api;
