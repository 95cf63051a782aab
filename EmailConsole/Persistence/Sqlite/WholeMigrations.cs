using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace EmailConsole.Persistence.Sqlite;

/// <summary>
/// Keeps a migration in one transaction. To rebuild a table EF Core switches foreign keys off, which SQLite does outside of
/// transactions only, so it commits before and after: a process killed there leaves half a migration, which never starts again.
/// <see cref="SqliteStart"/> has switched them off before.
/// </summary>
internal sealed class WholeMigrations(MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations)
    : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    protected override void Generate(SqlOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (!operation.Sql.StartsWith("PRAGMA foreign_keys", StringComparison.Ordinal))
        {
            base.Generate(operation, model, builder);
        }
    }
}
