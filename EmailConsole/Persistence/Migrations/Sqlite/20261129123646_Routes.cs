using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations.Sqlite
{
    /// <summary>Providers get ids, names and places in a route; messages and attempts say by which one.</summary>
    public partial class Routes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "RouteFrom",
                table: "OutboxMessages",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RouteStep",
                table: "OutboxMessages",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "ProviderId",
                table: "OutboxAttempts",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ProviderName",
                table: "OutboxAttempts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "Id",
                table: "EmailProviders",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<bool>(
                name: "IsEnabled",
                table: "EmailProviders",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "EmailProviders",
                type: "TEXT",
                maxLength: 255,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Position",
                table: "EmailProviders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "ProtectedSecrets",
                table: "EmailProviders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Settings_Kind",
                table: "EmailProviders",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "smtp");

            migrationBuilder.AddColumn<string>(
                name: "Settings_Values",
                table: "EmailProviders",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            // The first provider of a tenant keeps the tenant's id: by it the statistics, the circuit and the encryption of its secrets go on
            migrationBuilder.Sql("UPDATE EmailProviders SET Id = TenantId, IsEnabled = 1;");

            migrationBuilder.DropPrimaryKey(
                name: "PK_EmailProviders",
                table: "EmailProviders");

            migrationBuilder.AddPrimaryKey(
                name: "PK_EmailProviders",
                table: "EmailProviders",
                column: "Id");

            migrationBuilder.CreateIndex(
                name: "IX_EmailProviders_TenantId",
                table: "EmailProviders",
                column: "TenantId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_EmailProviders",
                table: "EmailProviders");

            migrationBuilder.DropIndex(
                name: "IX_EmailProviders_TenantId",
                table: "EmailProviders");

            migrationBuilder.DropColumn(
                name: "RouteFrom",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "RouteStep",
                table: "OutboxMessages");

            migrationBuilder.DropColumn(
                name: "ProviderId",
                table: "OutboxAttempts");

            migrationBuilder.DropColumn(
                name: "ProviderName",
                table: "OutboxAttempts");

            migrationBuilder.DropColumn(
                name: "Id",
                table: "EmailProviders");

            migrationBuilder.DropColumn(
                name: "IsEnabled",
                table: "EmailProviders");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "EmailProviders");

            migrationBuilder.DropColumn(
                name: "Position",
                table: "EmailProviders");

            migrationBuilder.DropColumn(
                name: "ProtectedSecrets",
                table: "EmailProviders");

            migrationBuilder.DropColumn(
                name: "Settings_Kind",
                table: "EmailProviders");

            migrationBuilder.DropColumn(
                name: "Settings_Values",
                table: "EmailProviders");

            migrationBuilder.AddPrimaryKey(
                name: "PK_EmailProviders",
                table: "EmailProviders",
                column: "TenantId");
        }
    }
}
