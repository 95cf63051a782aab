using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations.Postgres
{
    /// <summary>Providers get ids, names and places in a route; messages and attempts say by which one.</summary>
    public partial class Routes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "routefrom",
                table: "outboxmessages",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "routestep",
                table: "outboxmessages",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "providerid",
                table: "outboxattempts",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "providername",
                table: "outboxattempts",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<Guid>(
                name: "id",
                table: "emailproviders",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<bool>(
                name: "isenabled",
                table: "emailproviders",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "emailproviders",
                type: "text",
                maxLength: 255,
                nullable: false,
                defaultValue: "",
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "position",
                table: "emailproviders",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "protectedsecrets",
                table: "emailproviders",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "settings_kind",
                table: "emailproviders",
                type: "text",
                maxLength: 32,
                nullable: false,
                defaultValue: "smtp",
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "settings_values",
                table: "emailproviders",
                type: "text",
                nullable: false,
                defaultValue: "",
                collation: "C");

            // Nothing can be altered before the trigger that tells the nodes has run. The defaults are for nodes of the version before.
            // The first provider of a tenant keeps the tenant's id: by it the statistics, the circuit and the encryption of its secrets go on
            migrationBuilder.Sql("UPDATE EmailProviders SET Id = TenantId, IsEnabled = true; SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED; ALTER TABLE EmailProviders ALTER COLUMN Id SET DEFAULT gen_random_uuid(); ALTER TABLE EmailProviders ALTER COLUMN IsEnabled SET DEFAULT true;");

            migrationBuilder.DropPrimaryKey(
                name: "pk_emailproviders",
                table: "emailproviders");

            migrationBuilder.AddPrimaryKey(
                name: "pk_emailproviders",
                table: "emailproviders",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_emailproviders_tenantid",
                table: "emailproviders",
                column: "tenantid");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_emailproviders",
                table: "emailproviders");

            migrationBuilder.DropIndex(
                name: "ix_emailproviders_tenantid",
                table: "emailproviders");

            migrationBuilder.DropColumn(
                name: "routefrom",
                table: "outboxmessages");

            migrationBuilder.DropColumn(
                name: "routestep",
                table: "outboxmessages");

            migrationBuilder.DropColumn(
                name: "providerid",
                table: "outboxattempts");

            migrationBuilder.DropColumn(
                name: "providername",
                table: "outboxattempts");

            migrationBuilder.DropColumn(
                name: "id",
                table: "emailproviders");

            migrationBuilder.DropColumn(
                name: "isenabled",
                table: "emailproviders");

            migrationBuilder.DropColumn(
                name: "name",
                table: "emailproviders");

            migrationBuilder.DropColumn(
                name: "position",
                table: "emailproviders");

            migrationBuilder.DropColumn(
                name: "protectedsecrets",
                table: "emailproviders");

            migrationBuilder.DropColumn(
                name: "settings_kind",
                table: "emailproviders");

            migrationBuilder.DropColumn(
                name: "settings_values",
                table: "emailproviders");

            migrationBuilder.AddPrimaryKey(
                name: "pk_emailproviders",
                table: "emailproviders",
                column: "tenantid");
        }
    }
}
