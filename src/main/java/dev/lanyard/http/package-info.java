/**
 * What every response carries and every request passes: protective header fields, a request's id,
 * the order of the filters, the limit of a body. May call {@code config} and {@code runtime}.
 */
package dev.lanyard.http;
