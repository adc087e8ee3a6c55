/** The documentation's commands, pasted and run. */
package dev.lanyard.docs;
