import { always, type Input, type Sample } from '../../fixtures/sampling.ts'
import { ADMINISTRATORS, ALL, KEEPERS, table, ABSENT, type Expectation } from '../expecting.ts'
import { Reason } from '../prepared.ts'
import { FORM_REGISTER, ticketOfForm } from './prepare-submission.ts'

const REGISTER = { register: FORM_REGISTER }

const everybody: Expectation = { own: table({ done: ALL }, 'absent') }
/** Whoever looks through what is sent; for all others there is nothing to look through. */
const reviewing: Expectation = { own: table({ done: KEEPERS }, 'absent'), missing: ABSENT }

/** What each seat gets of the operations of this part. */
export const submissionExpectations = {
	'publicForm.list': everybody,
	'publicForm.get': { ...everybody, missing: ABSENT },
	'publicForm.state': { own: table({ done: KEEPERS, absent: ['public'] }, 'forbidden'), missing: ABSENT },
	'publicForm.set': { own: table({ done: ADMINISTRATORS, absent: ['public'] }, 'forbidden'), missing: ABSENT },
	'publicForm.stop': { own: table({ done: KEEPERS, absent: ['public'] }, 'forbidden'), missing: ABSENT },
	'submission.send': { ...everybody, missing: ABSENT },
	'submission.follow': everybody,
	'submission.answer': everybody,
	'submission.takeBack': everybody,
	'submission.list': reviewing,
	'submission.get': reviewing,
	'submission.assign': reviewing,
	'submission.accept': reviewing,
	'submission.merge': reviewing,
	'submission.ask': reviewing,
	'submission.decline': reviewing,
	'submission.markAbuse': reviewing
} satisfies Record<string, Expectation>

const NO_NUMBER = 'TST-SUB-2026-999'

/** About the submission that waits, and about one that is not there. */
const ofOne = (more: object = {}, ofEntry: Input = () => ({})): Sample => ({
	own: (prepared, seat) =>
		Object.assign({ ...REGISTER, submission: prepared.id('closed submission'), ...more }, ofEntry(prepared, seat)),
	missing: (prepared, seat) => Object.assign({ ...REGISTER, submission: NO_NUMBER, ...more }, ofEntry(prepared, seat))
})

const ofSeveral = (more: object = {}): Sample => ({
	own: (prepared) => ({
		...REGISTER,
		submissions: [{ submission: prepared.id('closed submission'), version: 1 }],
		...more
	}),
	missing: () => ({ ...REGISTER, submissions: [{ submission: NO_NUMBER, version: 1 }], ...more })
})

const ofRegister = (more: object = {}): Sample => ({
	own: () => ({ ...REGISTER, ...more }),
	missing: () => ({ register: 'no-such-list', ...more })
})

const sending =
	(register: string): Input =>
	async (prepared, seat) => ({
		register,
		ticket: await ticketOfForm(prepared),
		// What is the same is folded into one: each seat says something of its own.
		values: { name: `Of the test by ${seat}` }
	})

/** Valid inputs of them. A code that was never given opens nothing, and that is no refusal. */
export const submissionSamples: Record<keyof typeof submissionExpectations, Sample> = {
	'publicForm.list': always({}),
	'publicForm.get': ofRegister(),
	'publicForm.state': ofRegister(),
	'publicForm.set': ofRegister({ isOpen: true }),
	'publicForm.stop': ofRegister({ reason: Reason }),
	'submission.send': { own: sending(FORM_REGISTER), missing: sending('no-such-list') },
	'submission.follow': always({ code: '2222-3333-4444-5555' }),
	'submission.answer': always({ code: '2222-3333-4444-5555', text: 'An answer' }),
	'submission.takeBack': always({ code: '2222-3333-4444-5555', erase: false }),
	'submission.list': {
		own: () => ({ filter: REGISTER }),
		missing: () => ({ filter: { register: 'no-such-list' } })
	},
	'submission.get': ofOne(),
	'submission.assign': ofOne({ version: 1, seat: 'secretariat' }),
	'submission.accept': ofOne({ version: 1, values: { name: 'Accepted' } }),
	'submission.merge': ofOne({ version: 1, take: ['name'] }, (prepared) => ({
		entry: prepared.id('sent entry'),
		entryVersion: 1
	})),
	'submission.ask': ofOne({ version: 1, text: 'When was it?' }),
	'submission.decline': ofSeveral({ reason: Reason }),
	'submission.markAbuse': ofSeveral()
}
