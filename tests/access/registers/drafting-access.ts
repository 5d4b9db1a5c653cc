import { about, always, changing, type Sample } from '../../fixtures/sampling.ts'
import { ABSENT, ADMINISTRATORS, ALL, by, operating, table, type Expectation } from '../expecting.ts'
import { declarationOf } from '../../fixtures/declared.ts'

/** What stands on everybody's home page is arranged by administrators, what stands on one's own by oneself; others know of none of it. */
const placed: Expectation = {
	own: table({ done: ADMINISTRATORS }, 'forbidden'),
	foreign: table({ done: ['chair'] }, 'absent'),
	missing: ABSENT
}

/** What each seat gets of the operations of this part. */
export const draftingExpectations = {
	'registerDraft.list': by(ALL),
	'registerDraft.get': operating,
	'registerDraft.readSheet': by(ADMINISTRATORS),
	'registerDraft.begin': by(ADMINISTRATORS),
	'registerDraft.change': operating,
	'registerDraft.edit': operating,
	'registerDraft.movePiece': operating,
	'registerDraft.noteStep': operating,
	'registerDraft.takeOut': operating,
	'registerDraft.declare': operating,
	'registerDraft.discard': operating,
	'homeFigure.list': by(ALL),
	// Of a register of which the public is told nothing, nothing is there for it.
	'homeFigure.place': {
		own: table({ forbidden: ['public'] }, 'done'),
		foreign: table({ absent: ['public'] }, 'done'),
		missing: ABSENT
	},
	'homeFigure.takeOff': placed,
	'homeFigure.move': placed
} satisfies Record<string, Expectation>

const declaration = declarationOf({ key: 'drafted-list', code: 'DRL', title: 'Drafted list', seen: 'workspace' })

/** About the draft that only administrators see. */
function ofDraft(more: object = {}): Sample {
	const { own, missing } = changing('draft', 'draft', 'draft', () => more)
	return { own, missing }
}

/** Valid inputs of them. */
export const draftingSamples: Record<keyof typeof draftingExpectations, Sample> = {
	'registerDraft.list': always({}),
	'registerDraft.get': {
		own: (prepared) => ({ draft: prepared.id('draft') }),
		missing: about('draft', 'draft', 'draft').missing
	},
	'registerDraft.readSheet': {
		own: (prepared, seat) => ({
			file: prepared.id(`entries of ${ADMINISTRATORS.includes(seat) ? seat : 'administrator'}`)
		})
	},
	'registerDraft.begin': always({
		from: 'nothing',
		one: { en: 'Invented visit' },
		about: { en: 'As the test says' }
	}),
	'registerDraft.change': ofDraft({ declaration }),
	'registerDraft.edit': ofDraft({ piece: 'fields/+', type: 'text', values: { 'of:names:en': ['Remark of the test'] } }),
	'registerDraft.movePiece': ofDraft({ piece: 'fields/day', by: 'up' }),
	'registerDraft.noteStep': ofDraft({ step: { step: 'remove', field: 'day' } }),
	'registerDraft.takeOut': ofDraft({ piece: 'views/all' }),
	'registerDraft.declare': ofDraft(),
	'registerDraft.discard': ofDraft({ reason: 'as the test says' }),
	'homeFigure.list': always({}),
	'homeFigure.place': about('register', 'open register', 'guarded register', () => ({ figure: 'headline.all' })),
	'homeFigure.takeOff': about('figure', 'home figure of all', 'home figure of chair'),
	'homeFigure.move': about('figure', 'home figure of all', 'home figure of chair', () => ({ by: 'up' }))
}
