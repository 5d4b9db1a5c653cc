import { z } from 'zod'
import { everyone, nothing, query } from '#platform/operation/operation.server.ts'
import { keepAnswersOfRecords } from '#platform/records/kept-answers.server.ts'
import { FUNCTIONALITIES } from './cadence.ts'
import { AwaitedMeeting, JudgedParts, Proposal } from './cadence-outputs.ts'
import { readCadences, structureRows } from './read-cadence.server.ts'

const Done = z.object({
	structure: z.string(),
	functionality: z.enum(FUNCTIONALITIES),
	judgedBy: JudgedParts,
	awaits: AwaitedMeeting.nullable(),
	restsOnInvented: z.boolean(),
	disagreement: Proposal.nullable()
})
const Board = z.object({ items: z.array(Done) })

const boards = keepAnswersOfRecords<z.output<typeof Board>>()

/** What each structure does, to stand beside what is declared of it, and where the two do not agree. */
export const cadenceBoard = query({
	name: 'cadence.board',
	input: z.strictObject({}),
	output: Board,
	about: nothing,
	allow: everyone,
	run: (here) =>
		boards(here, [], async () => {
			const read = await readCadences(here, await structureRows(here).where('record.state', '=', 'active').execute())
			return {
				items: read.map(({ structure, item: { functionality, judgedBy, awaits, restsOnInvented, disagreement } }) => ({
					structure: structure.id,
					functionality,
					judgedBy,
					awaits,
					restsOnInvented,
					disagreement
				}))
			}
		})
})
