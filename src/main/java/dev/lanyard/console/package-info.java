/** Views: what a person sees, as Qute templates filled from records. Decides nothing. */
package dev.lanyard.console;
