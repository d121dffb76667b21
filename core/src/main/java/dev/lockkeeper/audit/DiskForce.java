package dev.lockkeeper.audit;

import java.io.FileDescriptor;
import java.io.SyncFailedException;

/** Makes what was written to a file durable: {@code FileDescriptor::sync}, but for tests. */
@FunctionalInterface
interface DiskForce {

    void force(FileDescriptor file) throws SyncFailedException;
}
