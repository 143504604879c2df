import type { FieldProblem } from '../../domain/refusal.ts'
import { cut } from '../ui/limits.ts'

/** What is wrong with a value, said beside its input. */
export const fieldText = (problem: FieldProblem): string => {
  switch (problem.kind) {
    case 'missing':
      return 'Please fill this in.'
    case 'too-long':
      return `Too long: at most ${problem.most} characters fit here.`
    case 'unknown':
      return 'This is not known to the desk any more. Please choose again.'
    case 'no-choice':
      return 'This is not one of the choices. Please choose again.'
    case 'before-start':
      return 'This is not after the start. Please choose a later end.'
    case 'in-the-past':
      return 'This is over already. Please choose a time to come.'
    case 'no-number':
      return `“${cut(problem.typed, 40)}” is no number of a record. Numbers look like INC-17; several have spaces between them.`
    case 'no-record':
      return `There is no ${problem.record}, or it does not concern you. Please correct the number or leave it out.`
    case 'too-many':
      return `Too many: at most ${problem.most} records fit here.`
    case 'themselves':
      return 'Nobody can stand in for themselves. Please choose somebody else, or leave this empty.'
    case 'not-offered':
      return 'This service is not offered to the person affected. Please choose another one.'
  }
}
