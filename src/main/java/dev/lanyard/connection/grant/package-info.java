/**
 * Where a grant is stored: sealed, new, in the place of an older one, or merged with its elder. May
 * call {@code provider}, {@code notify}, {@code token}, {@code vault}, {@code database} and the
 * rooms below them.
 */
package dev.lanyard.connection.grant;
