/** The work that reads the text of a version and makes provisions of it. */
export const READ_WORK = 'policy.readVersion'
