import { about, type Sample } from '../../fixtures/sampling.ts'
import type { SeatKey } from '../../fixtures/workspace.ts'
import { ABSENT, ADMINISTRATORS, INSIDERS, PARTAKERS, SEATED, table, type Expectation } from '../expecting.ts'
import { NOWHERE } from '../prepared.ts'

const WRITERS = PARTAKERS

/** What each seat gets of the operations of this part. */
export const xlsformExpectations = {
	'register.xlsForm': {
		own: table({ done: WRITERS }, 'forbidden'),
		foreign: table({ done: INSIDERS, forbidden: SEATED }, 'absent'),
		missing: ABSENT
	},
	'register.xlsFormNotes': {
		own: table({ done: WRITERS }, 'forbidden'),
		foreign: table({ done: INSIDERS, forbidden: SEATED }, 'absent'),
		missing: ABSENT
	},
	// One sees only the files one sent; observers and the public send none.
	'register.readXlsForm': {
		own: table({ done: ADMINISTRATORS, forbidden: PARTAKERS }, 'absent'),
		foreign: table({ forbidden: ['outsider'] }, 'absent'),
		missing: ABSENT
	}
} satisfies Record<string, Expectation>

const sentBy = (seat: SeatKey) => `${ADMINISTRATORS.includes(seat) ? 'form' : 'entries'} of ${seat}`
const OF = ['register', 'open register', 'guarded register'] as const

/** Valid inputs of them. */
export const xlsformSamples: Record<keyof typeof xlsformExpectations, Sample> = {
	'register.xlsForm': about(...OF),
	'register.xlsFormNotes': about(...OF),
	'register.readXlsForm': {
		own: (prepared, seat) => ({
			file: seat === 'public' || seat === 'observer' ? NOWHERE : prepared.id(sentBy(seat))
		}),
		foreign: (prepared) => ({ file: prepared.id('entries of outsider') }),
		missing: () => ({ file: NOWHERE })
	}
}
