import { changeWorkspace, getWorkspaceSettings } from '#platform/access/workspace-operations.ts'
import { offeredLanguages } from '../../../../words.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { actionWithFile } from '../../attached-file.server.ts'
import { optionsOf } from '../../record-page.server.ts'
import { refuseUnlessAdministrator } from '../administration.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'workspace.change')
	const { secretariat, framework, ...settings } = await locals.ask(getWorkspaceSettings, {})
	return {
		settings: {
			...settings,
			secretariat: secretariat?.reference ?? null,
			framework: framework?.reference ?? null
		},
		offered: offeredLanguages(),
		zones: Intl.supportedValuesOf('timeZone'),
		actors: await optionsOf(locals, 'actor'),
		frameworks: await optionsOf(locals, 'framework'),
		keys: formKeys(locals)
	}
}

const texts = (form: FormData, name: string) =>
	form.getAll(name).flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : []))

// A form sends nothing of a list with nothing ticked, nor of texts that were all emptied: here that means none.
const whole = (form: FormData) => ({
	closedKinds: texts(form, 'closedKinds'),
	closedPages: texts(form, 'closedPages'),
	letterhead: Object.fromEntries(
		[...form].flatMap(([name, value]) => {
			const language = /^letterhead\[([A-Za-z-]+)\]$/.exec(name)?.[1]
			return language !== undefined && typeof value === 'string' ? [[language, value.trim()]] : []
		})
	)
})

export const actions: Actions = {
	change: formAction(changeWorkspace, (_event, form) => whole(form)),
	removeLogo: formAction(changeWorkspace, () => ({ logo: null })),
	logo: actionWithFile({
		command: changeWorkspace,
		fixed: () => ({}),
		as: 'logo',
		next: (_result, { url }) => url.pathname,
		isRequired: true
	})
}
