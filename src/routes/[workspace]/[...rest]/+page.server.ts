import { error } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

/** An address in a workspace that leads nowhere: told inside the workspace, with its navigation. */
export const load: PageServerLoad = ({ locals: { words }, params }) =>
	error(404, words.t(`refusal.${params.rest.startsWith('file/') ? 'files.no-such-file' : 'platform.no-such-page'}`), {
		title: words.t('problem.absent')
	})
