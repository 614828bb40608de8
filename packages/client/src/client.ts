export { ProblemError, type FieldError } from './problem-error.js';
