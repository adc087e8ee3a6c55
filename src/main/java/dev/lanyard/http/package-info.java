/**
 * What every response carries and every request passes: the order of the filters, the limit of a
 * body. May call no room that promises something to tenants.
 */
package dev.lanyard.http;
