import { fail } from '@sveltejs/kit'
import { previewDeclaration } from '#modules/registers/exchange/preview-declaration.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { formAction, formKeys, refusalSentence, STATUS } from '../../../../face.server.ts'
import { registerPage } from '../list.server.ts'
import { asDeclared, sentDeclaration } from './sent-declaration.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const { register, compiled, home } = await registerPage({ locals, params })
	return {
		keys: formKeys(locals),
		title: locals.words.name(register.title),
		home,
		version: compiled.declaration.version,
		mayDeclare: register.may.declare
	}
}

export const actions: Actions = {
	look: async (event) => {
		const { locals } = event
		try {
			const declaration = await sentDeclaration(event)
			const { faults, changes, names, ...preview } = await locals.attempt(previewDeclaration, { declaration })
			return {
				looked: {
					...preview,
					declaration,
					name: locals.words.name(names),
					changes: changes.map(({ kind, how, key, names: called }) => ({
						kind,
						how,
						key,
						name: locals.words.name(called)
					})),
					faults: faults.map((fault) => ({
						line: fault.line,
						place: fault.place,
						reason: refusalSentence(locals.words, fault)
					}))
				}
			}
		} catch (refusal) {
			if (!isRefusal(refusal)) throw refusal
			const [issue = refusal] = refusal.issues
			return fail(STATUS[refusal.kind], { unread: refusalSentence(locals.words, issue) })
		}
	},
	declare: formAction(
		declareRegister,
		(_event, form) => {
			const text = form.get('declaration')
			return { declaration: typeof text === 'string' ? asDeclared(text) : '' }
		},
		({ register }, { params }) => `/${params['workspace'] ?? ''}/register/${register}`
	)
}
