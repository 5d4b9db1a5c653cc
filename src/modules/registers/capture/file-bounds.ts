/** So large is one file of a capture at most, in bytes: what a phone's camera makes, and a slow line still carries. */
export const FILE_BYTES_MOST = 10_000_000

/** So many files come with one capture at most. */
export const FILES_MOST = 10
