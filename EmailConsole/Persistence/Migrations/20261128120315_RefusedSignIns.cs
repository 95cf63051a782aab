using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class RefusedSignIns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "LastRefusedAt",
                table: "SignInSessions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LastRefusedFrom",
                table: "SignInSessions",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RefusedBefore",
                table: "SignInSessions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "LastRefusedAt",
                table: "Accounts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LastRefusedFrom",
                table: "Accounts",
                type: "TEXT",
                maxLength: 64,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "LastRefusedAt",
                table: "SignInSessions");

            migrationBuilder.DropColumn(
                name: "LastRefusedFrom",
                table: "SignInSessions");

            migrationBuilder.DropColumn(
                name: "RefusedBefore",
                table: "SignInSessions");

            migrationBuilder.DropColumn(
                name: "LastRefusedAt",
                table: "Accounts");

            migrationBuilder.DropColumn(
                name: "LastRefusedFrom",
                table: "Accounts");
        }
    }
}
