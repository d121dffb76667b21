package dev.lockkeeper.audit;

/**
 * That a strand, when it was opened, saw another one signed up to a record.
 *
 * @param by reference of the record that says so
 */
record Sighting(String by, String strand, long seq, String hash) {}
