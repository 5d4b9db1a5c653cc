import { z } from 'zod'
import { PAPER_KINDS } from './minutes-rules.ts'

/** The work that writes papers, by which jobs ask for it. */
export const RENDER_PAPERS = 'meetingPaper.render'

export const RenderInput = z.object({
	meeting: z.uuid(),
	kinds: z.array(z.enum(PAPER_KINDS)),
	language: z.string(),
	seal: z.boolean(),
	/** Sealed after the minutes had been adopted, since no paper was written then; the paper says so. */
	late: z.boolean().default(false)
})
export type RenderInput = z.output<typeof RenderInput>
