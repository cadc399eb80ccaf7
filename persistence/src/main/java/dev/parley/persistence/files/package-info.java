/**
 * How files are written that must outlive a power cut, and that nobody else on the machine may read. Open
 * {@link dev.parley.persistence.files.DurableFiles} first. What is in them does not come in here.
 */
@NullMarked
package dev.parley.persistence.files;

import org.jspecify.annotations.NullMarked;
