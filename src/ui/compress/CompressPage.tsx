import { useLocation } from 'wouter';
import { useOpenProject } from '../parts/use-open-project';
import { RecipeView } from './RecipeView';
import { SearchView } from './search/SearchView';

/** Make the trained network small by a recipe, or search for one that is small and good. */
export function CompressPage() {
  const [location] = useLocation();
  const { project } = useOpenProject();
  // What is half done in one project is nothing to the next.
  if (location.split('/')[2] === 'search') return <SearchView key={project.id} />;
  return <RecipeView key={project.id} />;
}
