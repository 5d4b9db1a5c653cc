import { writeXlsForm } from '#modules/registers/xlsform/write-xlsform.ts'
import { sendFile } from '../../fixtures/register-files.ts'
import type { TestWorkspace } from '../../fixtures/workspace.ts'
import { ADMINISTRATORS } from '../expecting.ts'

/** For each administrator a form that they sent. */
export async function prepareXlsForms(made: TestWorkspace, put: (name: string, id: string) => void) {
	const bytes = await writeXlsForm({
		survey: { columns: ['type', 'name', 'label'], rows: [{ type: 'text', name: 'name', label: 'Name' }] },
		choices: { columns: ['list_name', 'name', 'label'], rows: [] },
		settings: { columns: ['form_id'], rows: [{ form_id: 'form-of-the-test' }] }
	})
	for (const key of ADMINISTRATORS)
		put(`form of ${key}`, await sendFile(await made.as(key), { name: 'form.xlsx', bytes }))
}
