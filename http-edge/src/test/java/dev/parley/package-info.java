/** What holds for all modules together. */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
