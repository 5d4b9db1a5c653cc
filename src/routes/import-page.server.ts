import { z } from 'zod'
import { guardCsvText } from '#platform/exchange/csv-text.ts'
import type { Fault } from '#platform/exchange/fault.ts'
import { placeOf } from '#platform/exchange/place-words.ts'
import { uploadFile } from '#platform/files/file-operations.ts'
import { asAttachment } from '#platform/files/file-name.ts'
import { discardFile } from '#platform/files/receive.server.ts'
import type { JobState } from '#platform/jobs/schema.ts'
import { absent, invalid, isRefusal } from '#platform/operation/refusal.ts'
import { formAction, refusalSentence, refusePage } from './face.server.ts'
import type { Session } from './session.server.ts'
import { receiveUpload } from './upload.server.ts'

type Event = Parameters<ReturnType<typeof formAction>>[0]

const receive = (event: Event) =>
	receiveUpload(event).catch((refusal: unknown) => {
		if (isRefusal(refusal)) return refusal
		throw refusal
	})

/** The action of a page that takes a file to bring in: keeps it, and leads on to the page of its preview. */
export async function takeFile(event: Event) {
	const { url } = event
	const received = await receive(event)
	const file = isRefusal(received) ? undefined : received.file
	// The form was read as it streamed in; the action below reads its fields again, without the file.
	const fields = isRefusal(received) ? [] : received.fields
	const request = new Request(url, { method: 'POST', body: new URLSearchParams(fields) })
	try {
		return await formAction(
			uploadFile,
			() => {
				if (isRefusal(received)) throw received
				if (!file) throw invalid([{ path: ['file'], code: 'platform.field.missing' }])
				return { name: file.name, received: file }
			},
			(kept) => {
				// The preview it leads to says more than that a file was sent.
				event.cookies.delete('pitso_done', { path: '/' })
				return `${url.pathname}/${kept.id}`
			}
		)({ ...event, request })
	} finally {
		if (file) await discardFile(file)
	}
}

// A sentence may name the column at which the fault stands, as that of a column that is missing does.
const reasonOf = (words: Session['words'], { code, column, params }: Fault) =>
	refusalSentence(words, { code, params: { column, ...params } })

/** The faults of a file as its preview lists them: where each stands, and why it is refused. */
export const sayFaults = (words: Session['words'], faults: readonly Fault[]) =>
	faults.map((fault) => ({ place: placeOf(words, fault), reason: reasonOf(words, fault) }))

const line = (cells: readonly (string | number)[]) =>
	`${cells.map((cell) => `"${guardCsvText(String(cell)).replaceAll('"', '""')}"`).join(',')}\r\n`

/** The cells of a file that are refused, as a list to work through beside it. */
export function refusedCells({ words }: Session, faults: readonly Fault[]): Response {
	const head = ['sheet', 'row', 'column', 'letter', 'reason'].map((name) => words.t(`import.list.${name}`))
	const rows = faults.map((fault) => [
		fault.sheet,
		fault.row === 0 ? '' : fault.row,
		fault.column,
		fault.letter,
		reasonOf(words, fault)
	])
	return new Response([head, ...rows].map(line).join(''), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': asAttachment('refused.csv'),
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': 'private, no-store'
		}
	})
}

type ImportState = {
	state: JobState
	error: { code: string; params: Record<string, string | number> } | null
	askedAt: Date
}

type Asking = { locals: Session; url: URL; setHeaders: (headers: Record<string, string>) => void }

const Job = z.uuid()
const SECONDS = 3

/** How an import stands that became a job. While it is not over the page loads itself again, unless its reader does not want that. */
export async function importProgress<State extends ImportState>(
	{ locals, url, setHeaders }: Asking,
	ask: (job: string) => Promise<State>
) {
	const job = Job.safeParse(url.searchParams.get('job'))
	if (!job.success) refusePage(locals, url, absent('exchange.no-such-import'))
	const found = await ask(job.data)
	const { state, error, askedAt } = found
	const isOver = state === 'done' || state === 'failed' || state === 'cancelled'
	const isStill = url.searchParams.has('still')
	if (!isOver && !isStill) setHeaders({ refresh: String(SECONDS) })
	return {
		found,
		progress: {
			job: job.data,
			state,
			isOver,
			isStill,
			askedAt,
			seconds: SECONDS,
			error: error === null ? null : refusalSentence(locals.words, error)
		}
	}
}
