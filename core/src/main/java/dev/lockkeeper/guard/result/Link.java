package dev.lockkeeper.guard.result;

/**
 * A link in a text.
 *
 * @param from where the piece begins that goes with the link
 * @param to where it ends, exclusive
 * @param target where the link leads, as it is written
 * @param fetched whether a client may fetch it without anybody clicking
 * @param plain whether all that is written is where it leads, so that nobody is misled
 * @param before what stays before the mark
 */
record Link(int from, int to, String target, boolean fetched, boolean plain, String before) {

    Link fetched(boolean now) {
        return now == fetched ? this : new Link(from, to, target, now, plain, before);
    }
}
