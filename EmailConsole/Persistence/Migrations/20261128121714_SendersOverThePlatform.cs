using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace EmailConsole.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class SendersOverThePlatform : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "RemovedUntil",
                table: "EmailProviders",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Settings_Server",
                table: "EmailProviders",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "Own");

            migrationBuilder.CreateIndex(
                name: "IX_EmailProviders_RemovedUntil",
                table: "EmailProviders",
                column: "RemovedUntil",
                filter: "\"RemovedUntil\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_EmailProviders_RemovedUntil",
                table: "EmailProviders");

            migrationBuilder.DropColumn(
                name: "RemovedUntil",
                table: "EmailProviders");

            migrationBuilder.DropColumn(
                name: "Settings_Server",
                table: "EmailProviders");
        }
    }
}
