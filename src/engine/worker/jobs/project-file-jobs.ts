import { type ProjectBundle, readProjectFile, writeProjectFile } from '#core/dataset/project-file';

/** Checks and reads a project file; rejects with the `Failure` that says what is wrong with it. */
export async function runReadProject(file: Uint8Array): Promise<ProjectBundle> {
  return readProjectFile(file);
}

/** The project as one file. */
export async function runWriteProject(bundle: ProjectBundle): Promise<Uint8Array> {
  return writeProjectFile(bundle);
}
