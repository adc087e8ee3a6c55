/** The machinery of the chaos tests: who kills, spoils and watches. */
@org.jspecify.annotations.NullMarked
package dev.lanyard.chaos.rig;
