/** The piece of work that writes and keeps the papers of an edition. */
export const RENDER_WORK = 'reportEdition.render'
