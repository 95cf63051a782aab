using MudBlazor;

namespace EmailConsole.Shell.Theme;

/// <summary>The one theme, light and dark. Every text colour has a contrast of at least 4.5 : 1 on its surface.</summary>
internal static class ConsoleTheme
{
    private static readonly string[] Fonts =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "Liberation Sans", "Arial", "sans-serif"];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3345a8",
            PrimaryContrastText = "#ffffff",
            Secondary = "#5b4b8a",
            Background = "#f5f6fa",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1d2133",
            DrawerBackground = "#ffffff",
            DrawerText = "#2b3046",
            DrawerIcon = "#565d78",
            TextPrimary = "#1d2133",
            TextSecondary = "#545b75",
            ActionDefault = "#545b75",
            Success = "#1b6e3c",
            Warning = "#8a5300",
            Error = "#b3261e",
            Info = "#0b5c9a",
            LinesDefault = "#dfe2ec",
            LinesInputs = "#8d93a8",
            TableLines = "#e4e7f0",
            Divider = "#e1e4ee",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#a9b6ff",
            PrimaryContrastText = "#141a3c",
            Secondary = "#cbbcff",
            Background = "#12141c",
            Surface = "#1b1e29",
            AppbarBackground = "#1b1e29",
            AppbarText = "#eceef7",
            DrawerBackground = "#1b1e29",
            DrawerText = "#d9dcea",
            DrawerIcon = "#a8aec6",
            TextPrimary = "#eceef7",
            TextSecondary = "#b1b7cd",
            ActionDefault = "#b1b7cd",
            Success = "#7fd69b",
            SuccessContrastText = "#06230f",
            Warning = "#f3be6d",
            WarningContrastText = "#2b1a00",
            Error = "#ffb0a8",
            ErrorContrastText = "#3a0904",
            Info = "#8fcbff",
            InfoContrastText = "#03233b",
            LinesDefault = "#343949",
            LinesInputs = "#767d96",
            TableLines = "#343949",
            Divider = "#343949",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px", DrawerWidthLeft = "256px", AppbarHeight = "60px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = Fonts, FontSize = "1.625rem", FontWeight = "650", LineHeight = "1.25", LetterSpacing = "-0.01em" },
            H2 = new H2Typography { FontFamily = Fonts, FontSize = "1.125rem", FontWeight = "650", LineHeight = "1.35", LetterSpacing = "normal" },
            H3 = new H3Typography { FontFamily = Fonts, FontSize = "1rem", FontWeight = "650", LineHeight = "1.4", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "0.9375rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "0.9375rem", FontWeight = "600", TextTransform = "none", LetterSpacing = "normal" },
            Caption = new CaptionTypography { FontFamily = Fonts, FontSize = "0.8125rem", LineHeight = "1.45", LetterSpacing = "normal" },
        },
    };
}
