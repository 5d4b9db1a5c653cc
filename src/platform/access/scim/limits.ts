/** How many people or groups one answer holds at most. */
export const SCIM_COUNT_MOST = 200
