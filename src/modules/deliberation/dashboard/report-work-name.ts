/** The work that writes a secretariat report as DOCX and PDF. */
export const RENDER_WORK = 'secretariatReport.render'
