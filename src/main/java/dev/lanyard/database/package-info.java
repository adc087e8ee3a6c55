/**
 * The ways to PostgreSQL: the pool, one pipelined query for the busiest path, the migrations, and
 * sessions of Hibernate Reactive, by which a tenant's rows are asked for through one base class
 * that adds the tenant. May call {@code api}, {@code problem}, {@code runtime} and {@code config}.
 */
package dev.lanyard.database;
