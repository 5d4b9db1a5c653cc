import { setFlagsFromString } from 'node:v8'

/** An option of V8 in the Node.js that Pitso comes with; a later one may no longer know it. */
export const OUTSIDE_COUNTS_WITH_HEAP = '--external-memory-accounted-in-global-limit'

/**
 * Makes what lies outside the heap, such as the bytes of pages on their way, count towards the heap's own limit. V8 would
 * else search the whole heap for garbage after every 64 MB of it, which some hundred pages are: every second or two under
 * load, and everything is slow meanwhile.
 */
export const countOutsideWithHeap = () => setFlagsFromString(OUTSIDE_COUNTS_WITH_HEAP)
