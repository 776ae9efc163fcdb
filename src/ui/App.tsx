export function App() {
  return <h1>Nodlab</h1>;
}
